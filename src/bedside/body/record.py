"""The state of one body as named fields: what moves, what the person is like, and what people do to it.

Units: pressures mmHg in the circulation and cmH2O in the lungs, volumes mL, flows mL/s, gas contents mL per mL of
blood (STPD), time s, unless a comment says otherwise. Index 0 is left and 1 right for what comes in pairs.
"""

from __future__ import annotations

import numpy as np

BEDS = ("brain", "heart", "splanchnic", "kidney", "muscle", "skin")
"""Systemic beds in the order of every six-fold field; skin stands for skin, bone and fat."""
BRAIN, HEART, SPLANCHNIC, KIDNEY, MUSCLE, SKIN = range(6)


def _fields(text: str) -> list[tuple[str, str] | tuple[str, str, tuple[int, ...]]]:
    """Fields of a record: `name` is a float, `name:3` a row of floats, `name!` an integer."""
    found: list[tuple[str, str] | tuple[str, str, tuple[int, ...]]] = []
    for line in text.splitlines():
        for word in line.split("#")[0].split():
            if word.endswith("!"):
                found.append((word[:-1], "i8"))
            elif ":" in word:
                name, size = word.split(":")
                found.append((name, "f8", (int(size),)))
            else:
                found.append((word, "f8"))
    return found


STATE = np.dtype(
    _fields(
        """
        step! second!                       # whole fast steps and seconds since the start
        dead! died!                         # 1 after death; 1 once it was told
        v_lv v_rv v_la v_ra                 # chambers
        v_ao v_sa q_ao                      # aorta, other large arteries, flow between them
        v_bed:6                             # veins of each bed
        v_vc v_pa v_pv                      # great veins, pulmonary arteries and veins
        v_eff                               # fluid in the pericardium
        q_bed:6 q_pulm:2 q_lv q_lung        # smoothed flows: into beds, through each lung, out of the left ventricle
        p_lv p_rv p_la p_ra p_ao p_sa p_pa p_pv p_vc p_peri   # present pressures
        qs_bed:6 qs_pulm:2                  # volume moved since the last gas step
        map cvp mpap pcwp mao               # smoothed means
        beat_sv beat_max beat_min beat_pamax beat_pamin beat_rvmax beat_edv
        sv sbp dbp pasp padp rvsp edv edp redp   # of the last whole beat
        sv_mean rr_mean pulse_age co co_slow   # co smoothed over beats, L/min
        baro sym vag sym_r sym_v sym_h stress_s epi nor   # sensed pressure; outflows and their delayed effects
        r_auto:6 r_goal:6                   # local control of each bed, factor on its resistance
        energy:3                            # of the heart muscle by territory LAD, RCA, CX, 0-1
        necrosis:3                          # share of each territory lost for good
        mvo2 mbalance                       # oxygen use of the heart (mL/min); need that is met
        vol:2 air:2 fluid:2                 # lung gas, pleural air, pleural blood
        p_alv:2 p_pl:2 p_mouth flow         # cmH2O; mL/s into the lungs
        breath_phase breath_period breath_ti pmus pmus_top vent_phase vent_on! vent_vol inspiring!
        vin vex tin tex                  # this breath: volumes in and out, times
        tidal rate ti te peak_p plateau end_p pef pif breath_peak breath_pef breath_pif frc mv va breath_age
        breaths!
        v_unit:6 f_o2:6 f_co2:6             # each lung: good, poor and unperfused unit; mL and dry shares
        d_o2 d_co2 d_co2_p d_co2_now        # gas in the dead space (shares, mmHg); mmHg at the mouth
        g_fresh:2 g_dead:2 g_out:2          # gas moved since the last gas step, mL
        etco2 etco2_top
        o_art o_brain o_heart o_body c_art c_brain c_fast c_slow   # contents
        po2 sao2 pco2 ph hco3 sbe           # arterial
        pv_brain pv_heart pv_body pbrain_co2 svo2 pvo2 pvco2 cv_o2 cv_co2
        pa_o2 pc_o2 shunt                   # ideal alveolar, end-capillary, venous admixture
        hpv:2                               # hypoxic narrowing of each lung's vessels, ln
        spo2
        drive neural fatigue     # wanted ventilation over rest
        vo2 vco2 vo2_need           # mL/min
        o2_in o2_used co2_out co2_made      # totals for the balance, mL STPD
        cohb methb
        rbc albumin_mass isf icf            # red cells mL, albumin g, water mL
        na_ecf cl_ecf                       # mmol
        k ca lactate ketones acid glucose insulin insulin_own glucagon   # plasma
        urea creatinine
        gfr urine urine_na urine_k urine_osm urine_total adh lung_water
        lost_blood given_blood bled_inside  # mL
        na_in na_out water_in water_out     # mmol, mL for the balance
        temp skin_t sweat shiver heat work exercise_vo2 oxygen_deficit
        csf icp cbf_need                    # mL taken out of the skull; mmHg
        awake eeg pain stress seizure breathless nausea gcs_brain
        no_flow recover                     # s without flow (weighted); s that a heart fit to restart has been so
        cpr_phase
        venous_shift posture_pool thick
        blood albumin na_plasma cl_plasma osm k_shift sid bic_lost cohb_breath
        awake_stem loss cao2_rest flow_off failing asked_rhythm! sinus quivering pleth asleep lactate_made osmoles
        flags! told! rhythm_told!           # happenings: which hold now, how many wait to be read
        """
    ),
    align=True,
)

TRAITS = np.dtype(
    _fields(
        """
        age weight height bsa lean male pregnant
        hr0 map0 pp0 co0 sv0 rr0 tv0 paco2 spo20 temp0 hr_intrinsic hr_max sym0 vag0
        e_lv e_rv v0_lv v0_rv a_lv b_lv a_rv b_rv e_la e_ra vh0
        c_ao c_sa v0_ao v0_sa l_ao r_ao
        r_bed:6 rv_bed:6 c_bed:6 v0_bed:6 q0_bed:6
        c_vc v0_vc r_vc c_pa v0_pa c_pv v0_pv r_pulm r_pv
        p_set blood0 hb0 baro_gain chemo_gain
        cl:2 ccw:2 frc:2 r_up r_br dead_space vq0 shunt0 tlc pmus_max
        vo20 vco20 rq vo2max p50
        gfr0 urine0 isf0 icf0 na0 k0 cl0 ca0 alb0 glucose0 lactate0 insulin0
        sid0 sbe0 osm0 pc0 creatinine0 urea0 insulin_sens
        icp0 cbf0
        resist_scale spo2_bias gcs0 pain0 ketones0
        start_blood rest_drive_set spo20_po2 pacer_threshold auto_ref:6
        """
    ),
    align=True,
)

CONTROLS = np.dtype(
    _fields(
        """
        bleeding_external bleeding_abdomen hemothorax_left hemothorax_right pericardial_bleed   # mL/min
        tourniquet                          # share of external bleeding stopped by hand or tourniquet
        pneumothorax_open_left pneumothorax_open_right pneumothorax_leak_left pneumothorax_leak_right
        seal_left seal_right needle_left needle_right tube_left tube_right suction
        co_ppm ambient_temperature_c water_immersion barometric_mmhg inspired_o2 inspired_co2 burn_area drowned
        exercise_watts kidney_artery_stenosis clothing
        o2_share o2_flow                    # device: share of oxygen it gives (0 none) and flow L/min
        airway!                             # 0 natural, 1 held open, 2 supraglottic, 3 tracheal, 4 right main, 5
        oesophageal
        vent_mode!                          # 0 none, 1 volume, 2 pressure, 3 support, 4 cpap, 5 bag and mask, 6 simv
        vent_rate vent_tidal vent_pressure vent_peep vent_fio2 vent_ti vent_leak
        cpr! cpr_rate cpr_depth cpr_fraction
        pacer_rate pacer_ma
        position! posture_pool head_up
        warming cooling                     # W/K of contact, and their temperature
        warming_c cooling_c
        dialysis dialysis_uf dialysis_k     # clearance mL/min, fluid off mL/h, bath potassium
        base_o2 base_mmhg base_ambient_c base_immersion base_co_ppm base_watts
        drink                               # mL/min of water taken by mouth
        """
    ),
    align=True,
)

STEER = np.dtype(_fields("active! target! begun over delta released release_over at_release now name!"), align=True)
"""One ramp of a target by an instructor or a case; times in s, `released` -1 while it holds."""

FLUID = np.dtype(
    _fields("rate left owner volume cells albumin osmoles na cl k glucose bicarbonate lactate calcium temperature"),
    align=True,
)
"""A fluid running in: mL/s, mL left, and what one mL brings (mL, g or mmol)."""

FLUIDS_AT_ONCE, STEERS_AT_ONCE = 12, 48
