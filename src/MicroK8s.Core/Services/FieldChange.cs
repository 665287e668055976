namespace MicroK8s.Services;

/// <summary>One field that a change sets.</summary>
/// <param name="Field">What people call it.</param>
/// <param name="Path">The JSON pointer of it.</param>
/// <param name="Old">The value before. Null if there was none.</param>
/// <param name="New">The value after.</param>
public sealed record FieldChange(string Field, string Path, string? Old, string New);
