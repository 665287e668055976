using System.Management.Automation;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services;

/// <summary>Rows of a table as input: blank cells are defaults, wrong cells are errors of their row only.</summary>
public sealed class TableRowTests
{
    [Theory]
    [InlineData("three")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public async Task A_wrong_number_of_replicas_is_an_error_and_not_the_default(string replicas)
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.RunWithInput("New-MicroService", Row("bad", replicas, "80"), Row("good", "0", "80"));

        Assert.Contains(replicas, Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal("good", Assert.Single(result.As<MicroService>()).Name);
    }

    [Fact]
    public async Task Blank_and_null_cells_mean_the_default()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        EngineResult result = shell.RunWithInput("New-MicroService -WhatIf", Row("one", "", null), Row("two", "0", ""));
        result.AssertNoErrors();
    }

    private static PSObject Row(string name, string replicas, string? port)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("Name", name));
        row.Properties.Add(new PSNoteProperty("Image", "shop/web:v1.0"));
        row.Properties.Add(new PSNoteProperty("Replicas", replicas));
        row.Properties.Add(new PSNoteProperty("Port", port));
        row.Properties.Add(new PSNoteProperty("Namespace", null));
        return row;
    }
}
