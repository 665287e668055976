using MicroK8s.Errors;
using MicroK8s.Waiting;

namespace MicroK8s.Tests.Waiting;

/// <summary>Whether an image will ever be here.</summary>
public sealed class ImageCauseTests : CauseTests
{
    [Theory]
    [InlineData("InvalidImageName", "")]
    [InlineData("ErrImageNeverPull", "")]
    [InlineData("ErrImagePull", "rpc error: code = NotFound desc = docker.io/shop/web:9: not found")]
    [InlineData("ErrImagePull", "pull access denied, repository does not exist or may require authorization")]
    [InlineData("ErrImagePull", "unexpected status from HEAD request: 401 Unauthorized")]
    [InlineData("ImagePullBackOff", "Back-off pulling image: ErrImagePull: manifest unknown")]
    public void An_image_that_the_registry_refuses_is_certain_at_once(string reason, string message) =>
        AssertCertain(ClusterFault.ImagePullFailed, Waiting(reason, message));

    [Theory]
    [InlineData("ErrImagePull", "pull QPS exceeded")]
    [InlineData("ErrImagePull", "toomanyrequests: You have reached your pull rate limit")]
    [InlineData("ContainerCreating", "")]
    public void A_pull_that_is_throttled_or_goes_on_is_never_certain(string reason, string message) =>
        AssertMayHeal(Fake.Snapshot(Waiting(reason, message)));

    [Theory]
    [InlineData("ErrImagePull", "dial tcp: i/o timeout")]
    [InlineData("ErrImagePull", "dial tcp: lookup registry.internal: no such host")]
    [InlineData("ImagePullBackOff", "Back-off pulling image")]
    public void A_pull_that_another_try_may_mend_must_fail_for_a_minute(string reason, string message) =>
        AssertCertainAfter(
            ClusterFault.ImagePullFailed, ImageRules.SeveralPulls, Fake.Snapshot(Waiting(reason, message)));

    [Fact]
    public void The_second_failed_pull_is_certain_unless_it_was_throttled()
    {
        RolloutSnapshot snapshot = Fake.Snapshot(Waiting("ImagePullBackOff", "Back-off pulling image"));

        AssertCertain(ClusterFault.ImagePullFailed, snapshot with
        {
            Events = [Fake.Event("Failed", "Failed to pull image \"web:2\": i/o timeout", count: 2)],
        });
        AssertMayHeal(snapshot with
        {
            Events = [Fake.Event("Failed", "Failed to pull image \"web:2\": 429 Too Many Requests", count: 2)],
        });
    }
}
