### Changing what somebody else has changed meanwhile.

edit-meanwhile = Somebody else changed this while you wrote. It stands there now:
edit-meanwhile-nothing = nothing
edit-meanwhile-then = Nothing was written yet. What you typed is below: send it again to put it in the place of theirs, or take theirs over.
