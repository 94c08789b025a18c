### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Hello,
# $title: of the work
letter-reuse =
    { $who ->
        [person] I would like to reuse your work “{ $title }”.
       *[we] We would like to reuse your work “{ $title }”.
    }
# $licence: an expression such as CC-BY-SA-4.0
letter-terms = It is offered under these terms: { $licence }.
letter-no-terms = It comes without a licence, as far as { $who ->
        [person] I can see
       *[we] we can see
    }.
# $kind: such as worker co-op
letter-kind =
    { $who ->
        [person] I ask as one person.
       *[we] Who we are: { $kind }.
    }
# $acts: one or several, such as copy it, change or translate it
letter-plan = What is planned: { $acts }.
# Reasons follow, one to a line.
letter-in-the-way = What stands in the way, as far as { $who ->
        [person] I can see
       *[we] we can see
    }:
letter-unclear =
    { $who ->
        [person] Would you tell me how you read your terms here, or give me your permission in writing?
       *[we] Would you tell us how you read your terms here, or give us your permission in writing?
    }
letter-unknown = { $who ->
        [person] I do not
       *[we] We do not
    } know these terms. Do you agree to this use, and what do you ask in return?
letter-forbidden = The licence bars this use, and you may still agree to it. Would you, and on which terms?
letter-ask =
    { $who ->
        [person] Would you give me permission for this use, and on which terms?
       *[we] Would you give us permission for this use, and on which terms?
    }
letter-thanks = Thank you for sharing your work.
# $credit: the text that names the work and its makers
letter-about = The work that this is about: { $credit }
# For whoever writes to put their own in place of it.
letter-sign = [Your name, and how to reach you]
# What the same letter in English is opened with, for those who read another language.
letter-english = The same letter in English
