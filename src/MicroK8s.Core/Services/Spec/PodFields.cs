using MicroK8s.Conventions;

namespace MicroK8s.Services.Spec;

/// <summary>As whom a pod runs, and how its images get to the node.</summary>
internal static class PodFields
{
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];

    public static IReadOnlyList<ServiceField> All { get; } =
    [
        new("ServiceAccount", FieldSchema.Text, "As whom the pods talk to the API.",
            (spec, value) => spec with
            {
                ServiceAccount = NameRules.CheckObjectName(
                    InputText.Of("ServiceAccount", "", value), "ServiceAccount", "a service account"),
            }),
        new("NoServiceAccountToken", FieldSchema.Flag, "Whether the pods get no token for the API.",
            (spec, value) => spec with
            {
                HasNoServiceAccountToken = InputText.Flag("NoServiceAccountToken", "", value),
            }),
        new("PullSecret", FieldSchema.ListOf(FieldSchema.Text), "Secrets with the credentials of registries.",
            (spec, value) => spec with
            {
                PullSecrets = [.. InputList.Separated(value).Select(name => NameRules.CheckObjectName(
                    InputText.Of("PullSecret", "", name), "PullSecret", "a Secret"))],
            }),
        new("PullPolicy", FieldSchema.Choice(PullPolicies), "When images are pulled.",
            (spec, value) => spec with { PullPolicy = ReadPolicy(InputText.Of("PullPolicy", "", value)) }),
    ];

    private static string ReadPolicy(string text) => InputText.Choice("PullPolicy", text, text, PullPolicies);
}
