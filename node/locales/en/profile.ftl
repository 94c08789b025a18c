### What one's own organisation says of itself.

profile-title = What you say of yourselves
profile-public = Everybody can read this, on every node that takes it in.
profile-place-hint = The town where you are. Whoever looks for somebody near finds you by it.
profile-country-hint = In two letters, as in fr or pt.
profile-exact-hint = In degrees, if you want to be found at an exact spot. Otherwise leave it empty.
profile-contact-hint = How others reach you, such as an address for mail or a phone number.
profile-languages-hint = In short, with commas between, as in fr, ca, pt-br.
profile-skills-hint = What you can do, one to a line, as in bread or legal advice.
profile-facts = What licences ask
profile-facts-about = Some licences allow more to those who are organised in a certain way. What you say here answers for you when you ask whether you may reuse something; others can confirm it.
profile-history = What stood here before stays in the history.
