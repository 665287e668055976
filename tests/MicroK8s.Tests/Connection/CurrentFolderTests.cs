using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Connection;

/// <summary>Alone, because the current folder is that of the whole process.</summary>
[Collection(Alone.Name), Trait(Alone.Name, Alone.InProcess)]
public sealed class CurrentFolderTests
{
    [Fact]
    public void A_program_of_the_current_folder_is_not_run()
    {
        using var program = new TemporaryFile("#!/bin/sh\necho stolen > stolen\n", "microk8s-test-plugin");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        string before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = program.Folder;
            string user = "{ exec: { apiVersion: client.authentication.k8s.io/v1, command: microk8s-test-plugin } }";
            using var file = new TemporaryFile(KubeConfigText.ForTls("https://127.0.0.1:1", user));
            using var shell = new Shell();
            var error = shell.Run("Connect-Cluster -KubeConfig $args[0]", file.Path)
                .AssertError("CredentialPluginFailed");
            Assert.Contains("is not on the PATH", error.Exception.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(program.Folder, "stolen")));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
