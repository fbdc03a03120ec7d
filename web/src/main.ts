import { mount } from "svelte";
import App from "./App.svelte";
import "./ui/theme.css";

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has no element with the id “app” to draw the page in");

export default mount(App, { target });
