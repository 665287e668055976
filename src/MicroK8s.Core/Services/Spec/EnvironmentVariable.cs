namespace MicroK8s.Services.Spec;

/// <summary>One environment variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value. Null if it comes from elsewhere.</param>
/// <param name="Source">Where its value comes from. Null if it is given.</param>
public sealed record EnvironmentVariable(string Name, string? Value, ValueSource? Source = null)
{
    /// <summary>Name and source; a value is never shown.</summary>
    public override string ToString() => Source is null ? Name : $"{Name} from {Source}";
}
