using System.Globalization;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Portal;

/// <summary>All text of the interface: Words.resx (English) and Words.tr.resx (Turkish).</summary>
public sealed class Words;

public static class Wording
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>"1 picture", "5 pictures": the key with <c>_one</c> or <c>_other</c>. Turkish keeps the singular after a number.</summary>
    public static string Count(this IStringLocalizer words, string key, long count, params object[] more)
    {
        var one = count == 1 && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "tr";
        return words[key + (one ? "_one" : "_other"), [count.ToString("N0", CultureInfo.CurrentCulture), .. more]];
    }

    /// <summary>Decimal units, as shops and disks print them: 350 kB, 4.2 MB.</summary>
    public static string Bytes(long bytes)
    {
        var unit = 0;
        double size = bytes;
        for (; size >= 999.5 && unit < Units.Length - 1; unit++) size /= 1000;
        return $"{size.ToString(unit < 2 || size >= 100 ? "N0" : "N1", CultureInfo.CurrentCulture)} {Units[unit]}";
    }

    public static string Percent(double part) => part.ToString("P0", CultureInfo.CurrentCulture);

    /// <summary>"8 s", "2 min", "1 h 20 min", "6 days": as exact as a guess deserves.</summary>
    public static string Left(this IStringLocalizer words, TimeSpan left) => left switch
    {
        { TotalSeconds: < 55 } => words["Time_Seconds", Math.Max(1, left.TotalSeconds > 10 ? 5 * (int)Math.Ceiling(left.TotalSeconds / 5) : (int)Math.Ceiling(left.TotalSeconds))],
        { TotalMinutes: < 59.5 } => words["Time_Minutes", (int)Math.Ceiling(left.TotalMinutes - 0.1)],
        { TotalHours: < 48 } => words["Time_Hours", (int)left.TotalHours, left.Minutes],
        _ => words["Time_Days", (int)Math.Round(left.TotalDays)],
    };
}
