### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Hello,
letter-reuse =
    { $who ->
        [person] I would like to reuse your work.
       *[we] We would like to reuse your work.
    }
# $licence: an expression such as CC-BY-SA-4.0
letter-terms = It is offered under these terms: { $licence }.
letter-no-terms = I find no licence with it.
# $kind: such as worker co-op
letter-kind =
    { $who ->
        [person] I ask as one person.
       *[we] Who we are: { $kind }.
    }
# $acts: one or several, such as copy it, change or translate it
letter-plan = What is planned: { $acts }.
# $reason: one or several sentences
letter-in-the-way = What stands in the way, as far as { $who ->
        [person] I can see
       *[we] we can see
    }: { $reason }
# Questions follow, one to a line.
letter-open = Whether your terms allow it depends on what is still to be settled:
letter-already = If you can already say whether you agree, please do.
letter-unclear =
    { $who ->
        [person] Would you tell me how you read your terms here, or give me your permission in writing?
       *[we] Would you tell us how you read your terms here, or give us your permission in writing?
    }
letter-unknown = I do not know these terms. Do you agree to this use, and what do you ask in return?
letter-forbidden = The licence bars this use, and you may still agree otherwise. Would you, and on which terms?
letter-ask =
    { $who ->
        [person] Would you give me permission for this use, and on which terms?
       *[we] Would you give us permission for this use, and on which terms?
    }
letter-thanks = Thank you for sharing your work.
# $credit: the text that names the work and its makers
letter-about = The work that this is about: { $credit }
# What the same letter in English is opened with, for those who read another language.
letter-english = The same letter in English
