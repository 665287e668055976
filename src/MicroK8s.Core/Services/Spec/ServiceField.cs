namespace MicroK8s.Services.Spec;

/// <summary>
/// One field of a microservice: the same for parameters, for rows of a table and for service files, so that none can
/// exist in one way and not in another.
/// </summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Schema">What its value may be in a file.</param>
/// <param name="Description">What it means, in one line.</param>
/// <param name="Apply">
/// Reads and checks a value that is not blank, and puts it into the wish. Throws InvalidSpec with parameter, value
/// and rule.
/// </param>
public sealed record ServiceField(
    string Name, FieldSchema Schema, string Description, Func<ServiceSpec, object, ServiceSpec> Apply)
{
    /// <summary>The key in service files.</summary>
    public string Key => KeyOf(Name);

    /// <summary>Words to offer for its value. Empty if there are none.</summary>
    public IReadOnlyList<string> Words { get; init; } = Schema.Words;

    /// <summary>Whether every service must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The name of a key as files spell it: with a small letter first.</summary>
    /// <param name="name">The name in PowerShell.</param>
    public static string KeyOf(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
