using System.Management.Automation;
using System.Text;

namespace MicroK8s.Commands.Exec;

/// <summary>What comes down a pipeline, as a command's standard input.</summary>
internal static class CommandInput
{
    /// <summary>Bytes go as they are; all else is a line of text, as for native programs.</summary>
    public static ReadOnlyMemory<byte> Bytes(PSObject item) => item.BaseObject switch
    {
        byte[] bytes => bytes,
        byte one => new[] { one },
        _ => Encoding.UTF8.GetBytes(LanguagePrimitives.ConvertTo<string>(item) + "\n"),
    };
}
