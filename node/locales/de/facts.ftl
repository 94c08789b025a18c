### Facts about whoever asks: as questions, by name, and on whose word.

question-kind = Wer seid ihr?
question-purpose = Wird jemand dafür bezahlen oder damit Geld verdienen?
question-worker-owned = Gehört die Organisation denen, die in ihr arbeiten?
question-all-workers-are-owners = Sind alle, die dort arbeiten, auch Miteigentümer*innen?
question-equal-votes-or-shares = Haben alle, denen sie gehört, die gleiche Stimme oder den gleichen Anteil?
question-non-member-employees = Arbeiten dort Menschen gegen Lohn, die keine Mitglieder sind?
question-privately-owned = Gehört sie Außenstehenden, und leiten diese sie?
question-engages-freelancers = Arbeiten Selbstständige für sie?
question-social-economy = Zählt sie nach eurem Recht zur Sozialwirtschaft?
question-workers-are-employees = Sind die, die dort arbeiten, bei ihr angestellt?
question-unanimous-community-set-aside = Haben alle mitarbeitenden Eigentümer*innen beschlossen, einen festen Teil des Überschusses für gemeinschaftliche Vorhaben zurückzulegen?
question-non-members-set-own-pay = Legen Menschen, die keine Mitglieder sind, den Preis ihrer Arbeit selbst fest?
question-contributor = Habt ihr zu diesem Werk beigetragen?
question-surplus = Wer behält das Geld, das am Jahresende übrig ist?
question-fields = Seid ihr Militär oder Polizei, oder arbeitet ihr für sie?

purpose-unsure = noch nicht klar
purpose-commercial = ja
purpose-non-commercial = nein

act-use = lesen, laufen lassen, damit arbeiten
act-copy = kopieren
act-adapt = verändern oder übersetzen
act-distribute = weitergeben, veröffentlichen
act-network-service = über das Netz anbieten
act-sublicense = anderen Rechte daran geben

fact-kind = Art der Organisation
fact-worker-owned = gehört denen, die dort arbeiten
fact-all-workers-are-owners = allen, die dort arbeiten, gehört sie mit
fact-equal-votes-or-shares = gleiche Stimmen oder Anteile
fact-non-member-employees = Angestellte, die keine Mitglieder sind
fact-privately-owned = gehört anderen und wird von anderen geleitet als denen, die dort arbeiten
fact-engages-freelancers = beauftragt Selbstständige
fact-social-economy = Sozialwirtschaft
fact-workers-are-employees = die dort arbeiten, sind angestellt
fact-unanimous-community-set-aside = fester Teil für gemeinschaftliche Vorhaben, einstimmig
fact-non-members-set-own-pay = Nichtmitglieder legen den Preis ihrer Arbeit fest
fact-contributor = hat zum Werk beigetragen
fact-surplus = wer behält, was übrig ist
fact-fields = Militär oder Polizei
fact-purpose = ob jemand bezahlt

surplus-distributed-to-worker-owners = alles wird unter denen geteilt, die dort arbeiten und denen der Betrieb gehört
surplus-indivisible-reserve = es bleibt in einer unteilbaren Rücklage
surplus-community-purpose = es geht an einen Zweck außerhalb der Organisation
surplus-distributed-to-members = es geht an Mitglieder, die nicht oder nicht alle dort arbeiten
surplus-distributed-to-investors = es geht an Kapitalgeber*innen
surplus-mixed = teils, teils: etwa eine Rücklage und ein Anteil für die, die dort arbeiten
surplus-none = es bleibt nichts übrig

user-field-none = keines von beiden
user-field-military = Militär
user-field-police = Polizei

basis-given = in der Frage angegeben
basis-self-declared = nach eigener Aussage
basis-confirmed = von anderen bestätigt
basis-implied-by-kind = aus der Art der Organisation geschlossen, weil nichts anderes gesagt wurde
basis-not-said = dazu wurde nichts gesagt

doing-copies = ob kopiert wird
doing-adapts = ob es verändert wird
doing-conveys = ob Kopien weitergegeben werden
doing-serves = ob es über ein Netz angeboten wird
doing-shares = ob andere es bekommen oder benutzen
doing-sublicenses = ob anderen Rechte daran gegeben werden
