using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Health.Jobs;

/// <summary>What a Job has come to.</summary>
public static class JobRules
{
    /// <summary>
    /// What is wrong with a Job: only that it has failed for good. Pods that fail on the way are its own affair, and
    /// one that is suspended waits as it was told.
    /// </summary>
    /// <param name="job">The Job.</param>
    /// <returns>Null if it has not failed.</returns>
    public static HealthProblem? Judge(KubeObject job)
    {
        JsonElement failed = job.Condition("Failed");
        if (failed.Text("status") != "True") return null;
        string said = failed.Text("message") is { } message ? $": {message}" : "";
        return new HealthProblem(
            JobCodes.Failed, $"{failed.Text("reason") ?? "Failed"}{said}",
            $"Read the logs of the pods with label job-name={job.Name} in namespace {job.Namespace}");
    }

    /// <summary>When a Job came to its end. Null if it has not.</summary>
    /// <param name="job">The Job.</param>
    public static DateTimeOffset? EndOf(KubeObject job) =>
        job.Json.Time("status", "completionTime") ?? (job.Condition("Failed").Text("status") == "True"
            ? job.Condition("Failed").Time("lastTransitionTime") ?? job.Created
            : null);
}
