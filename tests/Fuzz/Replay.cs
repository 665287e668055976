namespace MicroK8s.Fuzz;

/// <summary>Runs kept inputs again, in this process: a debugger is then where it is needed.</summary>
internal static class Replay
{
    /// <summary>Runs a file, or all files below a folder.</summary>
    /// <returns>The exit code: 1 with findings.</returns>
    public static int Run(string path)
    {
        string[] files = File.Exists(path)
            ? [path]
            : [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        int findings = 0;
        foreach (string file in files)
        {
            string name = Path.GetFileName(Path.GetDirectoryName(file)!);
            if (FuzzTargets.Find(name) is not { } make) continue;
            using FuzzTarget target = make();

            // Said before, so that it is known of which input the process died.
            Console.Write($"{name}/{Path.GetFileName(file)}: ");
            Console.Out.Flush();
            Finding? finding = new Oracle(target).Judge(File.ReadAllBytes(file));
            Console.WriteLine(finding is null ? "ok" : $"{finding.Kind}\n{finding.Details}");
            if (finding is not null) findings++;
        }

        return findings == 0 ? 0 : 1;
    }
}
