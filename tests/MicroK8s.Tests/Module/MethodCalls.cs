using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MicroK8s.Tests.Module;

/// <summary>Which type calls which method of another assembly, read from the instructions.</summary>
internal static class MethodCalls
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF);

    /// <param name="file">An assembly.</param>
    /// <returns>The outermost type that calls, and the method that it calls with its type.</returns>
    public static IEnumerable<(string Caller, string Called, string Method)> Of(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        var calls = new List<(string, string, string)>();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            string caller = Outermost(metadata, method.GetDeclaringType());
            byte[] body = image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
            foreach (int token in Tokens(body))
            {
                if (Called(metadata, token) is { } called) calls.Add((caller, called.Type, called.Name));
            }
        }

        return calls;
    }

    private static string Outermost(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? Outermost(metadata, outer)
            : metadata.GetString(type.Name);
    }

    private static (string Type, string Name)? Called(MetadataReader metadata, int token)
    {
        EntityHandle handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind != HandleKind.MemberReference) return null;
        MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)handle);
        return member.Parent.Kind == HandleKind.TypeReference
            ? (metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name), metadata.GetString(member.Name))
            : null;
    }

    /// <summary>The tokens of methods in a body: of calls, of constructors and of delegates made from methods.</summary>
    private static IEnumerable<int> Tokens(byte[] body)
    {
        for (int at = 0; at < body.Length;)
        {
            int value = body[at++];
            if (value == 0xFE) value = 0xFE00 | body[at++];
            OpCode code = Codes[value];
            if (code.OperandType == OperandType.InlineMethod) yield return BitConverter.ToInt32(body, at);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(body, at)),
                _ => 4,
            };
        }
    }
}
