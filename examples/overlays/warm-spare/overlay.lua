--- A spare: pods of low priority that hold GPUs until a replica of the model needs them.
return {
  name    = "warm-spare",
  summary = "Keeps a node with GPUs ready for the next replica",
}
