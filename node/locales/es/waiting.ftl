### What waits for an answer or a decision of ours.

waiting-title = Pendiente de ti
waiting-nothing = No hay nada pendiente de ti.
waiting-decide = Por decidir entre socias y socios
waiting-answer = Por responder
waiting-strangers = De personas y organizaciones a las que no ha presentado nadie en quien se confíe aquí
waiting-more = Hay más: se verá cuando esto tenga respuesta.

# What somebody waits for; what it is about follows after a colon.
waiting-what-contribution = Contribución
waiting-what-question = Duda
waiting-what-removal = Pide que se retire
waiting-what-claim = Dice que es quien aparece en tu ficha de directorio
waiting-what-reply = Respuesta para ti
waiting-what-agreement = Acuerdo propuesto
waiting-what-part = Tu parte, en una obra con una licencia que no has aceptado

waiting-acknowledge = Reconocer
waiting-question = Cuestionar
waiting-question-why = ¿De qué dudas?
waiting-reply = Responder
waiting-reply-text = Tu respuesta, que todo el mundo puede leer
waiting-look = Verlo

unit-hour = horas
unit-day = días

done-acknowledged = Reconocida: ahora puede verla todo el mundo.
done-questioned = Tu duda aparece ahora al lado.
done-replied = Tu respuesta aparece ahora al lado.
