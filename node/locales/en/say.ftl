### What members say about a record, and do with one of their own.

say-question-title = Ask or doubt
say-question-about = Whoever keeps it is told, and can reply. Everybody can read both.
say-question-text = What do you ask, or doubt?
say-question-send = Ask

say-confirm-title = Confirm or deny
say-confirm-about = You say for your organisation whether this is so. Everybody can read it, and it helps others to rely on it. You can take it back.
# Between the name of a fact, with a colon, and what they say of it.
say-confirm-stated = they say
say-confirm-value = What is so, as far as you know?
say-confirm-until = Until which day you can say so, if not without end
say-confirm-text = How you know
say-confirm-send = Say so
say-confirm-withdraw = Take back what we said of it

say-introduce-title = Introduce
say-introduce-about = To introduce somebody is to say: we know them, take in what they write. Nodes that trust you then do so, and everybody can read that you said it. Introduce only whom you know.
say-introduce-send = Introduce them
say-introduce-withdraw = No longer introduce them

say-hide-title = Hide
say-hide-about = Nobody is shown it any more, on whatever node, until one of you shows it again. Hiding is not erasing: what it says stays on disks.
say-hide-text = Why, if you want to say; everybody can read it
say-hide-send = Hide it
say-unhide = Show it again

say-erase-title = Erase
say-erase-about = Every node that hears of it drops it for good: nothing brings it back.
say-erase-history = Changing it does not remove what stood there before; erasing does.
say-erase-copies = A copy on somebody else’s disk may survive.
say-erase-members = It takes as many members as your rules say.
say-erase-sure = Yes, erase it for good
say-erase-send = Erase it

done-confirmed = You have said so: everybody can read it.
done-confirmation-withdrawn = You have taken it back.
done-introduced = You introduce them now.
done-introduction-withdrawn = You no longer introduce them.
done-hidden = Hidden: nobody is shown it.
done-shown-again = It is shown again.
done-erased = Erased for good. Every node that hears of it drops it.
