namespace MicroK8s.Fuzz;

/// <summary>The catalogue: a new target is one class and one line here.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<FuzzTarget>> All = new(StringComparer.Ordinal)
    {
        ["kubeconfig"] = () => new KubeConfigTarget(),
        ["credential"] = () => new CredentialTarget(),
        ["manifest"] = () => new ManifestTarget(),
        ["service"] = () => new ServiceFileTarget(),
        ["answer"] = () => new AnswerTarget(),
        ["watch"] = () => new WatchTarget(),
        ["records"] = () => new RecordsTarget(),
        ["log"] = () => new LogTarget(),
        ["spdy"] = () => new SpdyTarget(),
        ["command"] = () => new CommandEndTarget(),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Makes a target; null if there is none of that name.</summary>
    public static Func<FuzzTarget>? Find(string name) => All.GetValueOrDefault(name);
}
