### What could not be shown. What exactly is wrong follows in English.

refusal-title = That did not work

# What sort of refusal it is; a sentence in English follows after a colon.
refusal-usage = This cannot be asked so
refusal-invalid = What was given is not good
refusal-not-found = Not here
refusal-locked = The signing keys are locked
refusal-in-use = In use
refusal-config = A setting or a file of the node is not good
refusal-network = Other nodes cannot be reached
refusal-internal = A fault in the node

# What to do next.
refusal-next-usage = Go back, and ask in another way; or begin anew from the first page.
refusal-next-invalid = Go back, correct it, and try again.
refusal-next-not-found = Look whether the address is whole, or search for what you need. It may have been erased, or may not have come to this node yet.
refusal-next-locked = Whoever runs this node has to unlock it.
refusal-next-in-use = Wait a moment, and try again.
refusal-next-config = Tell whoever runs this node.
refusal-next-network = Try again later. If it stays so, tell whoever runs this node.
refusal-next-internal = Try again. If it stays so, tell whoever runs this node what is written here.
# Above a form that was refused.
refusal-next-form = What you typed is still here: correct it, and send it again.
