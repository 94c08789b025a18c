### Lo que socias y socios dicen de una ficha, y hacen con una propia.

say-question-title = Preguntar o dudar
say-question-about = Quien la lleva se entera, y puede responder. Todo el mundo puede leer ambas cosas.
say-question-text = ¿Qué preguntas, o qué dudas?
say-question-send = Preguntar

say-confirm-title = Confirmar o negar
say-confirm-about = Dices, en nombre de tu organización, si esto es así. Todo el mundo puede leerlo, y ayuda a otras personas a confiar en ello. Puedes retirarlo.
# Between the name of a fact, with a colon, and what they say of it.
say-confirm-stated = se dice
say-confirm-value = ¿Qué es así, que tú sepas?
say-confirm-until = Hasta qué día puedes decirlo, si no es sin fin
say-confirm-text = Cómo lo sabes
say-confirm-send = Decirlo
say-confirm-withdraw = Retirar lo que dijimos de ello

say-introduce-title = Recomendar
say-introduce-about = Recomendar a alguien es decir: conocemos a esta gente, acoged lo que escribe. Los nodos que confían en vosotros lo hacen entonces, y todo el mundo puede leer que lo habéis dicho. Recomienda solo a quien conozcas.
say-introduce-send = Recomendar
say-introduce-withdraw = Dejar de recomendar

say-hide-title = Ocultar
say-hide-about = Ya no se muestra a nadie, en ningún nodo, hasta que alguien de la organización lo muestre de nuevo. Ocultar no es borrar: lo que dice queda en los discos.
say-hide-text = Por qué, si quieres decirlo; todo el mundo puede leerlo
say-hide-send = Ocultar
say-unhide = Mostrar de nuevo

say-erase-title = Borrar
say-erase-about = Cada nodo que se entera lo elimina para siempre: nada lo trae de vuelta.
say-erase-history = Cambiarlo no quita lo que había antes; borrarlo, sí.
say-erase-copies = Puede quedar una copia en el disco de otra persona.
say-erase-members = Hacen falta tantas socias y socios como digan vuestras reglas.
say-erase-sure = Sí, borrar para siempre
say-erase-send = Borrar

done-confirmed = Lo has dicho: todo el mundo puede leerlo.
done-confirmation-withdrawn = Lo has retirado.
done-introduced = Ahora hay una recomendación tuya.
done-introduction-withdrawn = Ya no hay recomendación tuya.
done-hidden = Oculto: no se muestra a nadie.
done-shown-again = Se muestra de nuevo.
done-erased = Borrado para siempre. Cada nodo que se entera lo elimina.
