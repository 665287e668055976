using MicroK8s.Connection;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

public sealed class GetClusterTests : IDisposable
{
    private readonly TemporaryFile _file = new("""
        current-context: one
        clusters:
        - { name: c, cluster: { server: "https://127.0.0.1:1", insecure-skip-tls-verify: true } }
        contexts:
        - { name: one, context: { cluster: c } }
        - { name: two, context: { cluster: c, user: u, namespace: shop } }
        - { name: other, context: { cluster: gone } }
        """);

    private readonly Shell _shell = new();

    [Fact]
    public void All_contexts_are_listed_without_a_connection()
    {
        IReadOnlyList<ClusterContext> contexts = Get("Get-Cluster").AssertNoErrors().As<ClusterContext>();
        Assert.Equal(["one", "two", "other"], contexts.Select(context => context.Name));
        Assert.Equal(["default", "shop", "default"], contexts.Select(context => context.Namespace));
        Assert.Equal([true, false, false], contexts.Select(context => context.IsCurrent));
        Assert.Equal([true, true, false], contexts.Select(context => context.SkipsTlsVerification));
    }

    [Fact]
    public void Names_take_wildcards()
    {
        IReadOnlyList<ClusterContext> contexts = Get("Get-Cluster -Name T*,o?e").AssertNoErrors().As<ClusterContext>();
        Assert.Equal(["two", "one"], contexts.Select(context => context.Name));
    }

    [Fact]
    public void A_wildcard_that_matches_nothing_is_no_error() =>
        Assert.Empty(Get("Get-Cluster x*").AssertNoErrors().Output);

    [Fact]
    public void A_name_that_is_not_there_is_an_error_that_lists_the_contexts() => Assert.Contains(
        "one, two, other", Get("Get-Cluster nowhere").AssertError("ContextNotFound").ErrorDetails.RecommendedAction,
        StringComparison.Ordinal);

    [Fact]
    public void The_table_shows_what_matters()
    {
        string table = _shell.Show("param($file) Get-Cluster -KubeConfig $file", _file.Path);
        Assert.Matches(@"Name\s+Current\s+Namespace\s+User\s+Server", table);
        Assert.Matches(@"two\s+False\s+shop\s+u\s+https://127.0.0.1:1", table);
    }

    [Fact]
    public void Contexts_complete() => Assert.Equal(
        ["one", "other"], _shell.Complete($"Connect-Cluster -KubeConfig {_file.Path} -Context o"));

    [Fact]
    public void A_completer_is_silent_about_a_broken_kubeconfig() =>
        Assert.Empty(_shell.Complete("Connect-Cluster -KubeConfig /nowhere -Context o"));

    public void Dispose()
    {
        _shell.Dispose();
        _file.Dispose();
    }

    private EngineResult Get(string command) => _shell.Run($"{command} -KubeConfig $args[0]", _file.Path);
}
