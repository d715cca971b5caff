--- Sheddable traffic is shed.
return {
  name    = "load-shedding",
  summary = "A priority below zero for sheddable models",
}
