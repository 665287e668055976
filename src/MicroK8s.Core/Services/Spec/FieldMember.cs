namespace MicroK8s.Services.Spec;

/// <summary>One key that a hashtable may have.</summary>
/// <param name="Name">The key in PowerShell; in YAML it starts with a small letter.</param>
/// <param name="Schema">What its value may be.</param>
/// <param name="Description">What it means, in one line.</param>
public sealed record FieldMember(string Name, FieldSchema Schema, string Description);
