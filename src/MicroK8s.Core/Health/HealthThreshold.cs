namespace MicroK8s.Health;

/// <summary>A limit in the rules of a check that the caller may set, by its name.</summary>
/// <param name="Name">The name, such as <c>QuotaWarning</c>.</param>
/// <param name="Unit">What its number counts.</param>
/// <param name="Default">The number that holds if the caller sets none; seconds for a duration.</param>
/// <param name="Meaning">What it decides, in one sentence without a full stop.</param>
public sealed record HealthThreshold(string Name, HealthUnit Unit, double Default, string Meaning)
{
    /// <summary>A limit of time.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The default.</param>
    /// <param name="meaning">What it decides.</param>
    public static HealthThreshold Time(string name, TimeSpan value, string meaning) =>
        new(name, HealthUnit.Duration, value.TotalSeconds, meaning);

    /// <summary>A limit in percent.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The default.</param>
    /// <param name="meaning">What it decides.</param>
    public static HealthThreshold Percent(string name, int value, string meaning) =>
        new(name, HealthUnit.Percent, value, meaning);
}
