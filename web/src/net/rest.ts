import type { Report } from "./generated";
import type { Admission, Brief, Catalogue, Role, Summary } from "./messages";

/** An answer of the server that is not the one hoped for, or none at all (`status` 0). */
export class ServerError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint = "",
  ) {
    super(message);
    this.name = "ServerError";
  }
}

async function problemOf(response: Response): Promise<ServerError> {
  try {
    const body = (await response.json()) as { error?: { code?: string; message?: string; hint?: string } };
    const error = body.error ?? {};
    return new ServerError(
      response.status,
      error.code ?? "unknown",
      error.message ?? `The server answered ${response.status}.`,
      error.hint ?? "",
    );
  } catch {
    return new ServerError(
      response.status,
      "unknown",
      `The server answered ${response.status}.`,
      "Try again in a moment.",
    );
  }
}

interface Request {
  method?: "GET" | "POST" | "DELETE";
  body?: unknown;
  token?: string;
  accept?: string;
}

async function send(path: string, request: Request = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: request.accept ?? "application/json" };
  if (request.token !== undefined) headers.Authorization = `Bearer ${request.token}`;
  if (request.body !== undefined) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method: request.method ?? "GET",
      headers,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  } catch {
    throw new ServerError(
      0,
      "unreachable",
      "The server cannot be reached.",
      "Check the connection, then try again.",
    );
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function json<T>(path: string, request: Request = {}): Promise<T> {
  return (await send(path, request)).json() as Promise<T>;
}

const encounterPath = (id: string) => `/encounters/${encodeURIComponent(id)}`;

export const listScenarios = () => json<Brief[]>("/scenarios");

export const openEncounter = (body: { scenario: string; seed?: number; name?: string }) =>
  json<Admission>("/encounters", { method: "POST", body });

export const invite = (encounter: string, token: string, body: { role: Role; name: string }) =>
  json<Admission>(`${encounterPath(encounter)}/participants`, { method: "POST", token, body });

export const readDebrief = (encounter: string, token: string) =>
  json<Report>(`${encounterPath(encounter)}/debrief?format=json`, { token });

/** The debrief as a file to keep. */
export async function downloadDebrief(
  encounter: string,
  token: string,
  format: "json" | "csv" | "html",
): Promise<Blob> {
  return (
    await send(`${encounterPath(encounter)}/debrief?format=${format}`, { token, accept: "*/*" })
  ).blob();
}

export const listMine = (tokens: string[]) =>
  json<Summary[]>("/encounters/mine", { method: "POST", body: { tokens } });

export async function eraseEncounter(encounter: string, token: string): Promise<void> {
  await send(encounterPath(encounter), { method: "DELETE", token });
}

let catalogue: Promise<Catalogue> | undefined;

/** The clinic's catalogue, fetched once a page load; a failure is not remembered. */
export function readCatalogue(): Promise<Catalogue> {
  catalogue ??= json<Catalogue>("/catalogue").catch((error: unknown) => {
    catalogue = undefined;
    throw error;
  });
  return catalogue;
}
