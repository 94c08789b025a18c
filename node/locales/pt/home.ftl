### The first page: the newest resources, or what was found by words.

home-newest = Recursos mais recentes
home-nothing-yet = Ainda não há nada aqui.
home-found = Resultados
home-nothing-found = Nada aqui contém essas palavras. Tente menos palavras, ou outras formas delas.
home-near = Perto daqui
