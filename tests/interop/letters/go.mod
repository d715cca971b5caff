module letters

go 1.23
