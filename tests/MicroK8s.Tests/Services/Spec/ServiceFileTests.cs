using System.Management.Automation;
using System.Text;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Services.Spec;

/// <summary>New-MicroService -Path, on the real cluster.</summary>
public sealed class ServiceFileTests
{
    [Fact]
    public async Task All_documents_of_all_files_become_services_and_a_parameter_goes_before_them()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        using var two = new TemporaryFile(
            "name: a\nimage: shop/web:v1.0\nreplicas: 0\nport: 80:8080\n---\nname: b\nimage: shop/web:v1.0\nreplicas: 0\n", "two.yaml");
        using var json = new TemporaryFile("""{ "name": "c", "image": "shop/web:v1.0", "replicas": 0 }""", "one.json");
        EngineResult result = shell.Run(
            "New-MicroService -Path $args[0], $args[1] -Image shop/web:v2.0", Path.Combine(two.Folder, "*.yaml"), json.Path).AssertNoErrors();
        Assert.Equal(
            [("a", "v2.0"), ("b", "v2.0"), ("c", "v2.0")],
            result.As<MicroService>().Select(service => (service.Name, service.Version)).Order());
        Assert.Equal(["a"], (await ns.ListAsync(ResourceTypes.Service)).Select(service => service.Name));
    }

    [Fact]
    public async Task A_container_gets_texts_as_they_stand_in_the_file()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        using var file = new TemporaryFile(
            """
            name: a
            image: shop/web:v1.0
            runAsUser: 0x3E8
            label: { release: 1.10 }
            annotation: { build: 010 }
            environment: { ANSWER: yes, SIZE: 1e3, ID: 010, RELEASE: 1.10, DAY: 2026-11-23, MASK: 0x1F, EMPTY: '' }
            initContainer: { name: say, image: shop/web:v1.0, command: [sh, -c, 'echo "$@"', --, no, 1.0, 0x10] }
            """, "a.yaml");
        shell.Run("New-MicroService -Path $args[0] -Wait", file.Path).AssertNoErrors();
        KubeObject made = await ns.GetAsync(ResourceTypes.Deployment, "a");
        Assert.Equal("1.10", made.Json.Text("metadata", "labels", "release"));
        Assert.Equal("010", made.Json.Text("metadata", "annotations", "build"));
        Assert.Equal(
            ["ANSWER=yes", "DAY=2026-11-23", "EMPTY=", "ID=010", "MASK=0x1F", "RELEASE=1.10", "SIZE=1e3", "uid=1000"],
            shell.Run(
                "Invoke-MicroServiceCommand a sh -ArgumentList '-c', 'env | grep -E \"^(ANSWER|DAY|EMPTY|ID|MASK|RELEASE|SIZE)=\" | sort; "
                + "echo uid=$(id -u)'").AssertNoErrors().As<string>());
        Assert.Equal(
            ["no 1.0 0x10"], shell.Run("Get-MicroServiceLog a -Container say | % Text").AssertNoErrors().As<string>());
    }

    [Fact]
    public async Task One_wrong_document_leaves_all_unmade_and_every_mistake_is_told()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        using var good = new TemporaryFile("name: a\nimage: shop/web:v1.0\nreplicas: 0\n", "good.yaml");
        using var bad = new TemporaryFile(
            "name: b\nimage: shop/web:v1.0\nreplica: 2\n---\nname: c\nimage: shop/web:v1.0\nport: 0\n---\nname: a\nimage: x\n",
            "bad.yaml");
        EngineResult result = shell.Run(
            "$args | New-MicroService", new FileInfo(good.Path), new FileInfo(bad.Path), new DirectoryInfo(bad.Folder));
        Assert.Empty(result.Output);
        Assert.Equal(4, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("InvalidSpec", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        string[] said =
        [
            "bad.yaml, line 3, column 1: 'replica' is not a field of a microservice. Did you mean 'replicas'?",
            "bad.yaml, line 7, column 1: port '0'", "bad.yaml, line 9, column 1: name 'a' is given twice", "is a folder",
        ];
        Assert.All(said.Zip(result.Errors), pair => Assert.Contains(pair.First, pair.Second.Exception.Message, StringComparison.Ordinal));
        Assert.Contains("Nothing was created", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(await ns.ListAsync(ResourceTypes.Deployment));
    }

    [Theory]
    [InlineData("nowhere.yaml", "does not exist")]
    [InlineData("*.none", "matches no file")]
    [InlineData("env:PATH", "is no path of a file system")]
    public void A_path_that_leads_nowhere_is_an_error(string path, string said)
    {
        using Shell shell = Shell.Connected("default");
        ErrorRecord error = shell.Run("New-MicroService -Path $args[0]", path).AssertError("InvalidSpec");
        Assert.StartsWith($"-Path '{path}' {said}", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-MicroService -Path $args[0]")]
    [InlineData("Publish-MicroService -Path $args[0]")]
    public void A_file_in_another_encoding_is_an_error(string command)
    {
        using Shell shell = Shell.Connected("default");
        using var file = new TemporaryFile("");
        File.WriteAllBytes(file.Path, Encoding.Latin1.GetBytes("name: a\nimage: b\nlabel: { city: K\u00F6ln }\n"));
        ErrorRecord error = shell.Run(command, file.Path).AssertError("InvalidSpec");
        Assert.Contains("is not UTF-8", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_no_yaml_is_an_error_with_its_place()
    {
        using Shell shell = Shell.Connected("default");
        using var file = new TemporaryFile("name: a\nimage: [b\n", "broken.yaml");
        ErrorRecord error = shell.Run("New-MicroService -Path $args[0]", file.Path).AssertError("InvalidSpec");
        Assert.Contains("broken.yaml, line ", error.Exception.Message, StringComparison.Ordinal);
    }
}
