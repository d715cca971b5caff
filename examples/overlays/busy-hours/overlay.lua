--- For the hours in which a queue is noticed: replicas start earlier, and two at a time.
return {
  name    = "busy-hours",
  summary = "Lower thresholds, and a steeper way up",
}
