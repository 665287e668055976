namespace MicroK8s.Errors;

/// <summary>
/// The text of this property of a record stays as it came, because scripts compare, store or bind it. No view and no
/// <c>ToString</c> shows it: where it is to be seen, a clean property stands beside it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RawTextAttribute : Attribute;
