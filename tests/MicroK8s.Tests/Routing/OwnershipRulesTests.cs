using MicroK8s.Resources;
using MicroK8s.Routing;

namespace MicroK8s.Tests.Routing;

public sealed class OwnershipRulesTests
{
    [Theory]
    [InlineData("""{"annotations":{"argo-rollouts.argoproj.io/managed-by-rollouts":"web"}}""", "Argo Rollouts (Rollout web)")]
    [InlineData("""{"ownerReferences":[{"apiVersion":"flagger.app/v1beta1","kind":"Canary","name":"web","controller":true}]}""", "Flagger (Canary web)")]
    [InlineData("""{"labels":{"app.kubernetes.io/managed-by":"flagger"}}""", "Flagger")]
    [InlineData("""{"annotations":{"flagger.app/original-configuration":"{}"}}""", "Flagger")]
    [InlineData("""{"annotations":{"argocd.argoproj.io/tracking-id":"shop:networking.istio.io/VirtualService:shop/web"}}""", "Argo CD (application shop)")]
    [InlineData("""{"labels":{"argocd.argoproj.io/instance":"shop"}}""", "Argo CD (application shop)")]
    [InlineData("""{"labels":{"app.kubernetes.io/instance":"shop"},"annotations":{"argocd.argoproj.io/sync-wave":"1"}}""", "Argo CD (application shop)")]
    [InlineData("""{"labels":{"kustomize.toolkit.fluxcd.io/name":"apps"}}""", "Flux (Kustomization apps)")]
    [InlineData("""{"ownerReferences":[{"apiVersion":"example.com/v1","kind":"Mesh","name":"one","controller":true}]}""", "Mesh one")]
    public void A_controller_is_named(string metadata, string owner) =>
        Assert.Equal(owner, OwnershipRules.OwnerOf(Item(metadata)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"labels":{"app.kubernetes.io/managed-by":"Helm","app.kubernetes.io/instance":"shop","helm.sh/chart":"web-1.0"}}""")]
    [InlineData("""{"annotations":{"meta.helm.sh/release-name":"shop"}}""")]
    [InlineData("""{"labels":{"app.kubernetes.io/managed-by":"MicroK8s.PowerShell"}}""")]
    [InlineData("""{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"x"}]}""")]
    public void Who_does_not_revert_is_no_owner(string metadata) => Assert.Null(OwnershipRules.OwnerOf(Item(metadata)));

    private static KubeObject Item(string metadata) => KubeObject.Parse($$"""{"metadata":{{metadata}}}""");
}
