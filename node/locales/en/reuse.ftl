### May we reuse this? The question, and the answer.

reuse-question = May we reuse this?
reuse-as-the-node = not said: whoever runs this node
reuse-acts = What do you want to do with it?
reuse-not-said = not said
reuse-ask = Ask

verdict-allowed = Yes.
verdict-allowed-with-duties = Yes, if you do something in return.
verdict-missing-facts = That depends: tell us more.
verdict-unclear = The text is unclear: ask.
verdict-not-granted = Not under this licence: ask for permission.
verdict-forbidden = No: this licence bars it. Whoever gave it may still agree otherwise.
verdict-unknown = We do not know this licence.

# $licence: one of several that may be chosen
reuse-alternative = This holds if you choose { $licence }.
reuse-settles = Answer what is still open in the questions above, and ask again.
reuse-duties = What you do in return
reuse-why = Why: what the licence says
reuse-facts = On whose word
# $asker: an organisation or a person
reuse-facts-of = On whose word, about { $asker }
# $by: who confirms or denies; $value: what they say
reuse-confirmed = confirmed by { $by }: { $value }
reuse-denied = denied by { $by }, who say: { $value }
reuse-no-longer = no longer confirmed by { $by }: { $value }
reuse-notice =
    This is a reading of the licence, not legal advice: the licence text decides. The law itself may allow more, for quotation or teaching for example.
reuse-letter = A letter to ask for permission, ready to send
reuse-credit = To name those who made it
reuse-own = This work is your own: you need nobody’s permission, but that of those who made parts of it. Others are told:
reuse-no-licence = No: there is no licence. Ask for permission.
