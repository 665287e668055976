namespace MicroK8s.Tests;

/// <summary>
/// Tests that measure time, or change what all tests share: they run after all others, one by one. With the trait of
/// this name they say what they share, so that `./build.sh test` can run those of one cluster beside those of one process.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";

    /// <summary>No other test may use the process; no cluster, or nothing that others in it would notice.</summary>
    public const string InProcess = "Process";

    /// <summary>No other test may use the cluster.</summary>
    public const string InCluster = "Cluster";
}
