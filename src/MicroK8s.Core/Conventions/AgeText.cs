namespace MicroK8s.Conventions;

/// <summary>Durations as people say them.</summary>
public static class AgeText
{
    /// <summary>One whole unit, such as <c>12 s</c>, <c>3 min</c>, <c>5 h</c>. Less than nothing is nothing.</summary>
    /// <param name="age">The duration.</param>
    public static string Of(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0 s",
        { TotalSeconds: < 120 } => $"{(int)age.TotalSeconds} s",
        { TotalMinutes: < 120 } => $"{(int)age.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} d",
    };
}
