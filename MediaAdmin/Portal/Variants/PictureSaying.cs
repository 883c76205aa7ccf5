using MediaAdmin.Portal;
using Microsoft.Extensions.Localization;

namespace MediaAdmin.Portal.Variants;

/// <summary>What was done to pictures, in a sentence.</summary>
public static class PictureSaying
{
    public static string Of(IStringLocalizer<VariantWords> words, PictureAct act)
    {
        var (pictures, variants) = (act.Places.Select(p => p.AssetId).Distinct().Count(), act.Places.Select(p => p.VariantId).Distinct().Count());
        return act.Kind switch
        {
            PictureActKind.Put => $"{words.Count("Said_Pictures", pictures)} {words.Count("Said_Put", variants)}",
            PictureActKind.There => words["Said_There"],
            PictureActKind.TakenOut => words["Said_TakenOut", act.FileName, act.Variant],
            PictureActKind.Moved => words["Said_Moved", act.FileName, act.Place, act.Of, act.Variant],
            PictureActKind.Undone => words["Said_Undone"],
            PictureActKind.Overtaken => words["Said_Overtaken", act.Variant],
            _ => words["Said_Failed"],
        };
    }
}
