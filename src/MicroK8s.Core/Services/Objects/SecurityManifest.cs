using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>
/// What a container may do, as the API has it (<c>v1.SecurityContext</c>). It stands on the containers and not on the
/// pod, so that it does not bind containers that a mesh injects.
/// </summary>
internal static class SecurityManifest
{
    public static JsonObject OfContainer(SecuritySpec spec)
    {
        IReadOnlyList<string> drop =
            spec.RunAsNonRoot && spec.DropCapabilities.Count == 0 ? ["ALL"] : spec.DropCapabilities;
        string? profile = spec.SeccompProfile ?? (spec.RunAsNonRoot ? "RuntimeDefault" : null);
        return new JsonObject { ["allowPrivilegeEscalation"] = spec.AllowPrivilegeEscalation }
            .WithFlag("runAsNonRoot", spec.RunAsNonRoot)
            .WithFlag("readOnlyRootFilesystem", spec.ReadOnlyRootFilesystem)
            .With("runAsUser", spec.RunAsUser)
            .With("runAsGroup", spec.RunAsGroup)
            .With("capabilities", new JsonObject()
                .With("drop", ManifestJson.Texts(drop)).With("add", ManifestJson.Texts(spec.AddCapabilities)))
            .With("seccompProfile", profile is null ? null : new JsonObject { ["type"] = profile });
    }

    /// <summary>What holds for the pod only: the group of its volumes.</summary>
    public static JsonObject OfPod(SecuritySpec spec) => new JsonObject().With("fsGroup", spec.FsGroup);
}
