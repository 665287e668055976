using MicroK8s.Connection;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

public sealed class ConnectClusterTests
{
    [Fact]
    public void Connecting_tells_where_it_is_and_sets_the_defaults()
    {
        using var shell = new Shell();
        ClusterConnection connection = shell.Run(
            "Connect-Cluster -KubeConfig $args[0] -Context $args[1] -Namespace here",
            TestCluster.KubeConfig, TestCluster.Context).TheOne<ClusterConnection>();

        Assert.Equal(TestCluster.Context, connection.Context);
        Assert.Equal("here", connection.Namespace);
        Assert.StartsWith("v1.", connection.ServerVersion, StringComparison.Ordinal);
        ClusterContext context = shell.Run("Get-Cluster $args[0]", TestCluster.Context).TheOne<ClusterContext>();
        Assert.True(context.IsCurrent);
    }

    [Fact]
    public void A_new_choice_owes_nothing_to_the_one_before()
    {
        using var other = new TemporaryFile(KubeConfigText.For("https://127.0.0.1:1"));
        using var shell = new Shell();
        shell.Run(
            "Connect-Cluster -KubeConfig $args[0] -Context $args[1] -Namespace here",
            TestCluster.KubeConfig, TestCluster.Context).AssertNoErrors();

        shell.Run("Get-Cluster test -KubeConfig $args[0] | Connect-Cluster", other.Path).AssertError("Unreachable");
        ClusterConnection again = shell.Run(
            "Get-Cluster $args[1] -KubeConfig $args[0] | Connect-Cluster", TestCluster.KubeConfig, TestCluster.Context)
            .TheOne<ClusterConnection>();
        Assert.Equal((TestCluster.Context, "default"), (again.Context, again.Namespace));
    }

    [Fact]
    public void An_unknown_context_is_named_and_the_known_ones_are_listed()
    {
        using var shell = new Shell();
        var error = shell.Run("Connect-Cluster -KubeConfig $args[0] -Context nowhere", TestCluster.KubeConfig)
            .AssertError("ContextNotFound");
        Assert.Contains("nowhere", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(TestCluster.Context, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
