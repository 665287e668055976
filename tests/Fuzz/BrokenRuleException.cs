namespace MicroK8s.Fuzz;

/// <summary>An input ended in a way that a target's own rule forbids.</summary>
public sealed class BrokenRuleException(string rule) : Exception(rule);
