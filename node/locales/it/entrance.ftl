### Signing in, setting a node up, becoming a member, and one's own passphrase.

sign-in-title = Accedi
# On a button, and in the menu.
sign-in-button = Accedi
sign-out-button = Esci
sign-in-name = Il tuo nome su questo nodo
sign-in-name-hint = Quello che hai scelto creando le tue chiavi. Lascia vuoto se hai configurato tu questo nodo.
sign-in-by-code = Arrivi con il link di chi gestisce questo nodo. Ti fa entrare una volta sola.
sign-in-lost = Nessuno può reimpostare una frase segreta, perché nessuno la conosce tranne te. Chi l’ha persa riceve un nuovo invito da un membro e crea nuove chiavi.

passphrase = Frase segreta
passphrase-old = La tua frase segreta attuale
passphrase-new = Scegli una frase segreta
passphrase-new-hint = Vanno bene quattro o cinque parole semplici: è lunga, e facile da ricordare.
passphrase-again = La stessa frase segreta un’altra volta

set-up-title = Configura il vostro nodo
set-up-button = Configura
set-up-about = Qui si creano le chiavi che firmano a vostro nome. Restano su questo nodo, sigillate con la tua frase segreta.
set-up-who = Chi siete?
set-up-organisation = Un’organizzazione, per esempio una cooperativa
set-up-person = Una persona sola
set-up-name = Come vi chiamate
set-up-name-hint = Lo vedono tutti. Per una persona va bene uno pseudonimo.
set-up-kind = Che tipo di organizzazione
set-up-kind-hint = Lo chiedono licenze come la Peer Production License.
set-up-kind-unsaid = per ora preferiamo non dirlo
set-up-member = Il tuo nome, come membro
set-up-member-hint = Lo vedono tutti accanto alla tua chiave. Lascia vuoto se preferisci che il tuo nome non compaia.
set-up-no-code = Nessuno ha ancora configurato questo nodo. Per farlo ci vuole un link che può creare solo chi gestisce il nodo: questo comando lo mostra, sulla macchina del nodo.

card-title = Scrivi questo su carta
card-about = Questa è la vostra scheda di recupero. Con questa rientrate il giorno in cui delle chiavi vanno perse o vengono rubate. Chi ce l’ha può prendere il controllo a vostro nome: tienila fuori dalla portata di altri, meglio se in un altro posto, magari presso una cooperativa consorella.
card-picture = La stessa cosa, da scansionare
card-once = Si mostra solo questa volta, e non è conservata da nessuna parte. Stampa questa pagina o copia le parole prima di continuare.
card-next = E adesso?
card-next-members = Invita gli altri membri
card-next-publish = Pubblica qualcosa

# $name: what the organisation is called
join-title = Diventa membro di { $name }
join = Crea le mie chiavi
join-about = Hai ricevuto un invito a firmare per questa organizzazione. Qui crei chiavi tue, sigillate con una frase segreta che nessun altro conosce. Dal momento in cui i membri ti ammettono, quello che pubblichi, riconosci e decidi porta la tua firma, e la tua voce conta per una.
join-name = Il tuo nome su questo nodo
join-name-hint = Ti serve per accedere, e dice ai membri chi fa la richiesta. Va bene uno pseudonimo.
join-unnamed = Non pubblicare il mio nome: mostra solo la mia chiave
join-no-invitation = Questo invito non vale più: è già stato usato, o ha più di una settimana. Chiedine un altro a un membro.

operator-title = Che cosa potrebbe fare chi gestisce questo nodo
operator-could = Le tue chiavi stanno su questo nodo, sigillate con la tua frase segreta, e restano aperte finché non esci. Chi gestisce il nodo non può leggerle così come stanno lì. Ma potrebbe modificare il programma in modo che conservi la tua frase segreta quando la scrivi, e poi firmare a tuo nome. Se ti sembra troppa fiducia, fai girare un nodo tuo e diventa membro da lì: così le tue chiavi non lo lasciano mai.

account-title = Tu
account-owner = Hai fatto l’accesso con le chiavi del nodo: come chi lo ha configurato.
# $name: with what name somebody signed in
account-member = Hai fatto l’accesso come { $name }.
account-may-not-sign = Non puoi ancora firmare per l’organizzazione: prima i membri devono ammetterti. Di’ loro che hai creato le tue chiavi; ti trovano sotto «Membri».
account-passphrase = Cambia la tua frase segreta
account-change = Cambia

# What was done, shown once above the page that follows.
done-joined = Le tue chiavi sono pronte. Ora i membri possono ammetterti.
done-passphrase = La tua frase segreta è cambiata. Gli altri browser in cui avevi fatto l’accesso sono disconnessi.
