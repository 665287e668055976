using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>What contradicts itself in a security context.</summary>
internal static class SecurityRules
{
    public static void Check(SecuritySpec security)
    {
        if (!security.RunAsNonRoot) return;
        if (security.RunAsUser == 0)
        {
            throw InvalidInput.Of("RunAsUser", 0, "is root, which cannot be together with -RunAsNonRoot");
        }

        if (security.AllowPrivilegeEscalation)
        {
            throw InvalidInput.Of(
                "AllowPrivilegeEscalation", true,
                "cannot be given together with -RunAsNonRoot: it would lead back to root");
        }
    }
}
