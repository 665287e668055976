using System.Globalization;
using MicroK8s.Errors;
using MicroK8s.Health;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Habits;

/// <summary>One cmdlet against one habit: what became of it.</summary>
/// <param name="Row">The cmdlet.</param>
/// <param name="Habit">The habit. Null for a server without any.</param>
/// <param name="Stage">When the habit began.</param>
internal sealed record HabitCell(HabitRow Row, Habit? Habit, HabitStage Stage)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>The error id, or what else became of it.</summary>
    public string Id { get; private set; } = "";

    /// <summary>What is wrong with that. Null if nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Runs it.</summary>
    /// <param name="shell">Where.</param>
    /// <param name="timeout">The cmdlet's time-out, in seconds.</param>
    /// <param name="most">The longest that it may take.</param>
    /// <returns>Ends when nothing of it is left.</returns>
    public Task Run(Shell shell, int timeout, TimeSpan most)
    {
        Fault = null;
        var server = new HabitServer(Habit, Stage);
        EngineResult result;
        using (var file = new TemporaryFile(KubeConfigText.For(server.Address)))
        {
            long start = TimeProvider.System.GetTimestamp();
            result = shell.Run(Row.Text(timeout), file.Path);
            Took = TimeProvider.System.GetElapsedTime(start);
        }

        Id = IdOf(result);
        string[] expected = Expected();
        if (Took > most) Complain($"took {Took.TotalSeconds:0.0} s");
        if (!expected.Contains(Id)) Complain($"{Id} is none of {string.Join(", ", expected)}: {string.Join(" | ", result.Errors)}");
        if (result.Errors.Any(error => error.Exception is not ClusterException)) Complain($"a raw error: {result.Errors[0].Exception}");
        if (Habit is not null && Row.AsksServer && !server.IsReached.IsCompleted) Complain("did not get to the habit");
        if (Habit is null && Row.Writes && server.Writes == 0 && Row.Cmdlet != "Invoke-MicroServiceCommand") Complain("wrote nothing");
        return EndAsync(server);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Row.Cmdlet,-30} {Habit?.Name ?? "none",-16} {Stage,-7} {Took.TotalSeconds,5:0.0} s  {Id}{(Fault is null ? "" : $"  <- {Fault}")}");

    /// <summary>Whatever the cmdlet began ends soon after it, and does not begin again.</summary>
    private async Task EndAsync(HabitServer server)
    {
        using (server)
        {
            int before = -1;
            for (int i = 0; i < 20 && (server.Open > 0 || server.Requests > before); i++)
            {
                // What was on its way may still arrive; what does not end comes again and again.
                before = server.Requests;
                await Task.Delay(1500);
            }

            bool isLeft = server.Open > 0 || server.Requests > before;
            if (isLeft && Habit is not null) Complain($"left running: {server.Open} of {server.Requests} requests");
            if (server.Followed > 0) Complain("followed a redirect");
        }
    }

    private string[] Expected()
    {
        if (!Row.AsksServer) return ["success"];
        if (Habit is null) return [Row.HasTimeout && Row.Cmdlet != "Test-ClusterHealth" ? "RolloutTimeout" : "success", .. Row.Ids, "AccessDenied"];
        bool isTime = Row.HasTimeout && (Stage == HabitStage.Stream || Habit.Ids.Contains("Unreachable") || Habit.IsHeavy);

        // A first list that stays away is waited for; a stream that breaks off is taken up again, until time is over.
        string[] ids =
        [
            .. Habit.Ids, .. Row.Ids, .. isTime ? (string[])["RolloutTimeout"] : [],
            .. Habit.IsHeavy ? (string[])["Unreachable"] : [],
        ];

        // Whether a write was made is not known when its answer is none.
        return Stage == HabitStage.Write ? [.. ids, "PartialFailure"] : ids;
    }

    private static string IdOf(EngineResult result) => result.Errors switch
    {
        [] => result.Output.Select(item => item.BaseObject).OfType<HealthFinding>()
            .Where(finding => finding.Status is HealthStatus.Unknown or HealthStatus.Unhealthy)
            .Select(finding => $"{finding.Status}").Order(StringComparer.Ordinal).FirstOrDefault("success"),
        [var only] => only.FullyQualifiedErrorId.Split(',')[0],
        _ => $"{result.Errors.Count} errors",
    };

    private void Complain(string what) => Fault = Fault is null ? what : $"{Fault}; {what}";
}
