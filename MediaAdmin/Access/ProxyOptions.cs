using System.ComponentModel.DataAnnotations;
using System.Net;

namespace MediaAdmin.Access;

/// <summary>Section <c>Proxy</c>: whose word about the address and scheme of a request is taken.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Proxy";
    private const string Cure = "give the proxy's own, such as 10.0.0.5 or 10.0.0.0/24.";

    /// <summary>Addresses or networks with a comma between them; empty when nobody stands in front of the portal.</summary>
    public string Addresses { get; set; } = "";

    /// <summary>How many proxies a request goes through, one after the other.</summary>
    [Range(1, 10)]
    public int Hops { get; set; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var one in Named())
        {
            if (!IPNetwork.TryParse(WithLength(one), out var network))
                yield return new($"{Section}:Addresses names '{one}', which is no address or network; {Cure}");
            else if (network.PrefixLength == 0)
                yield return new($"{Section}:Addresses names '{one}', which is everybody; {Cure}");
        }
    }

    /// <summary>A single address is a network of one.</summary>
    public IEnumerable<IPNetwork> Networks() => Named().Select(one => IPNetwork.Parse(WithLength(one)));

    private string[] Named() => Addresses.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string WithLength(string one) => one.Contains('/') || !IPAddress.TryParse(one, out var address) ? one
        : $"{one}/{(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128)}";
}
