### The first page: the newest resources, or what was found by words.

home-newest = Recursos más recientes
home-nothing-yet = Aquí todavía no hay nada.
home-found = Resultados
home-nothing-found = Aquí nada contiene estas palabras. Prueba con menos, o con otras formas de ellas.
home-near = Cerca de aquí
