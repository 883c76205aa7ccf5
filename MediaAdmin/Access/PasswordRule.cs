using System.Security.Cryptography;

namespace MediaAdmin.Access;

public enum PasswordFault { TooShort, TooLong, IsEmail }

/// <summary>A password is long enough and is not the e-mail address. No rules on kinds of characters: they make passwords worse, not better.</summary>
public static class PasswordRule
{
    public const int MinLength = 10, MaxLength = 256;

    /// <summary>Without letters and digits that look alike, for reading out on the telephone.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static PasswordFault? Check(string password, string email) => password switch
    {
        { Length: < MinLength } => PasswordFault.TooShort,
        { Length: > MaxLength } => PasswordFault.TooLong,
        _ when IsEmail(password.Trim(), email) => PasswordFault.IsEmail,
        _ => null,
    };

    /// <summary>Four groups of four, about 79 random bits.</summary>
    public static string Generate() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    private static bool IsEmail(string password, string email) =>
        password.Equals(email, StringComparison.OrdinalIgnoreCase) || password.Equals(email.Split('@')[0], StringComparison.OrdinalIgnoreCase);
}
