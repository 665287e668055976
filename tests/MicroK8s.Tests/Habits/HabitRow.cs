namespace MicroK8s.Tests.Habits;

/// <summary>How one cmdlet is tried.</summary>
/// <param name="Cmdlet">The cmdlet.</param>
/// <param name="Script">
/// How it is called; <c>{T}</c> stands for its time-out, and the kubeconfig is added.
/// </param>
/// <param name="Stages">The stages that it gets to.</param>
internal sealed record HabitRow(string Cmdlet, string Script, params HabitStage[] Stages)
{
    /// <summary>Whether it takes a time-out of its own.</summary>
    public bool HasTimeout => Script.Contains("{T}", StringComparison.Ordinal);

    /// <summary>Whether its first work is to ask the server.</summary>
    public bool AsksServer => Stages.Length > 0;

    /// <summary>Whether it writes.</summary>
    public bool Writes => Stages.Contains(HabitStage.Write);

    /// <summary>Whether it meets every habit, because it reads or writes as no other cmdlet does, or stands for those that do.</summary>
    public bool MeetsAll { get; init; }

    /// <summary>Other ids that are right for this cmdlet.</summary>
    public string[] Ids { get; init; } = [];

    /// <summary>The script as a user with a short patience writes it.</summary>
    public string Text(int timeout) =>
        $"{Script.Replace("{T}", $"{timeout}", StringComparison.Ordinal)}{(Cmdlet.StartsWith("Disconnect", StringComparison.Ordinal) ? "" : " -KubeConfig $args[0]")}";
}
