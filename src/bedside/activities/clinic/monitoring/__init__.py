"""The bedside monitor: probes, numbers, alarms, cuff, defibrillator and pacer, and what a teacher does to the body.

`monitor.Monitor` is what the clinic holds; `state` is all that it remembers, `commands` its verbs, `reading` the one
place that knows the body. All is computed once a second from the body, so that a replay alarms alike.
"""
