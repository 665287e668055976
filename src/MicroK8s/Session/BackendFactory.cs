using System.Runtime.CompilerServices;
using MicroK8s.Connection;

namespace MicroK8s.Commands.Session;

/// <summary>
/// The one method that names the adapter; nothing else may, or it could load before the resolver is there.
/// </summary>
internal static class BackendFactory
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IBackend Create() => new KubeApi.KubeBackend();
}
